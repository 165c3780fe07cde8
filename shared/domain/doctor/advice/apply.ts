/** What most findings about the file come to. */
export const APPLY = 'Apply the preset again (or let the doctor mend it).';
