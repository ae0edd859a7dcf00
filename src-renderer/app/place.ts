const key = 'place'

/** Opens the place where the window was last; a link that names a place wins. */
export const restorePlace = (): void => {
  const place = localStorage.getItem(key)
  if (place && window.location.hash === '') window.location.replace(`#${place}`)
}

/** Remembers the place for the next start. */
export const rememberPlace = (place: string): void => localStorage.setItem(key, place)
