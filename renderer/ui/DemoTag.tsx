/** Says wherever numbers are shown that they are made up. */
export function DemoTag() {
  return (
    <span className="tag" title="Sample data; nothing here is real">
      Demo<span className="unseen">: sample data; nothing here is real</span>
    </span>
  );
}
