import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

/** Listeners for what a page sends beside the requests that a policy or a hook can see. */
export interface Listeners {
  readonly udp: number;
  readonly tcp: number;
  /** What has arrived so far. */
  seen(): { readonly datagrams: number; readonly connections: number };
  dispose(): Promise<void>;
}

/** Opens a UDP and a TCP port on this machine that count what arrives and answer nothing. */
export async function listenForWaysPast(): Promise<Listeners> {
  let [datagrams, connections] = [0, 0];
  const udp = createSocket('udp4');
  udp.on('message', () => (datagrams += 1));
  await new Promise<void>((resolve) => udp.bind(0, '127.0.0.1', resolve));
  const tcp = createServer((socket) => {
    connections += 1;
    socket.on('error', () => undefined);
    socket.destroy();
  });
  await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve));
  return {
    udp: udp.address().port,
    tcp: (tcp.address() as AddressInfo).port,
    seen: () => ({ datagrams, connections }),
    dispose: async () => {
      await new Promise<void>((resolve) => udp.close(() => resolve()));
      await new Promise((resolve) => tcp.close(resolve));
    },
  };
}

/** Runs in a page: a peer connection by STUN over UDP and by TURN over TCP, and a frame. Settles once candidates are gathered. */
export async function reachPast({ udp, tcp }: { udp: number; tcp: number }): Promise<void> {
  const frame = document.createElement('iframe');
  frame.src = `http://127.0.0.1:${tcp}/`;
  document.body.append(frame);
  const peer = new RTCPeerConnection({
    iceServers: [
      { urls: `stun:127.0.0.1:${udp}` },
      { urls: `turn:127.0.0.1:${tcp}?transport=tcp`, username: 'u', credential: 'p' },
    ],
  });
  peer.createDataChannel('x');
  await peer.setLocalDescription(await peer.createOffer());
  await new Promise((resolve) => setTimeout(resolve, 3000));
  peer.close();
  frame.remove();
}
