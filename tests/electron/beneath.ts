import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

export interface Ports {
  readonly udp: number;
  readonly tcp: number;
}

/** What stands outside: a STUN server's port over UDP and a TURN server's over TCP, both on this machine. */
export async function listenOutside() {
  const got = { datagrams: 0, connections: 0 };
  const stun = createSocket('udp4', () => (got.datagrams += 1));
  stun.bind(0, '127.0.0.1');
  await once(stun, 'listening');
  const sockets = new Set<Socket>();
  const turn = createServer((socket) => {
    got.connections += 1;
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
  });
  turn.listen(0, '127.0.0.1');
  await once(turn, 'listening');
  const ports: Ports = { udp: stun.address().port, tcp: (turn.address() as AddressInfo).port };
  return {
    ports,
    got,
    close: (): void => {
      stun.close();
      turn.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** What only a frame's address does, when the frame itself is refused. */
export const frameOut = ({ tcp }: Ports): string => `(async () => {
  const frame = document.createElement('iframe');
  frame.src = 'http://127.0.0.1:${tcp}/';
  document.body.append(frame);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  frame.remove();
})()`;

/** A script of a page that asks a STUN and a TURN server who it is, as a text, because it runs in two processes. */
export const talkOut = ({ udp, tcp }: Ports): string => `(async () => {
  const connection = new RTCPeerConnection({
    iceServers: [
      { urls: 'stun:127.0.0.1:${udp}' },
      { urls: 'turn:127.0.0.1:${udp}?transport=udp', username: 'a', credential: 'b' },
      { urls: 'turn:127.0.0.1:${tcp}?transport=tcp', username: 'a', credential: 'b' },
    ],
  });
  connection.createDataChannel('out');
  await connection.setLocalDescription(await connection.createOffer());
  await new Promise((resolve) => setTimeout(resolve, 1500));
  connection.close();
})()`;
