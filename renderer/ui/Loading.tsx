/** Shown for the moment before a page is there; says so only to those who cannot see that it is empty. */
export function Loading() {
  return (
    <main className="loading" aria-busy="true">
      <span className="unseen">Loading Switchyard</span>
    </main>
  );
}
