/**
 * Text as it is compared in a search: without case and accents, so that “cafe” finds “Café”. In SQL
 * it is the function `folded(text)`.
 */
export const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
