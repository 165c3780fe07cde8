import { Empty } from './Empty.tsx';

/** The host cannot be talked to. What was typed stays in the store and is there again when the host is. */
export function Outage({ connection }: { connection: 'gone' | 'signed-out' }) {
  return (
    <main className="outage">
      {connection === 'gone' ? (
        <Empty
          icon="switch"
          title="Switchyard is not running any more."
          text="Start it again with npm start. Your workspaces keep the settings that they have."
        />
      ) : (
        <Empty
          icon="key"
          title="This link has been used or is out of date; open the one that Switchyard prints."
          text="Each link lets one browser in, once. Run npm start again if you no longer see it."
        />
      )}
    </main>
  );
}
