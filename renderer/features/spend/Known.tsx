const UNKNOWN = '–';

/** A number as text. The dash of an unknown one is said in words to those who hear the page. */
export function Known({ text }: { text: string }) {
  if (text !== UNKNOWN) return text;
  return (
    <>
      <span aria-hidden="true">{UNKNOWN}</span>
      <span className="unseen">not known</span>
    </>
  );
}
