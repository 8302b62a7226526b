/** How whoever is at this screen points: by a finger, or by a pointer that clicks. */

/** @returns {'Tap'|'Click'} */
export const pressWord = () => (matchMedia('(pointer: coarse)').matches ? 'Tap' : 'Click');
