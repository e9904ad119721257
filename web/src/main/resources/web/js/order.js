// Brings the children of an element into an order with as few moves as there can be: each move is laid out anew.

/**
 * @param {Element} parent
 * @param {Element[]} wanted all of its children, as they are to follow one another
 */
export function inOrder(parent, wanted) {
  const places = new Map([...parent.children].map((child, at) => [child, at]));
  const staying = longestRising(wanted.map((child) => places.get(child)));
  let next = null;
  for (let i = wanted.length - 1; i >= 0; i--) {
    if (!staying.has(i)) parent.insertBefore(wanted[i], next);
    next = wanted[i];
  }
}

/**
 * Of a sequence without equals one of its longest rising subsequences.
 *
 * @param {number[]} numbers
 * @returns {Set<number>} the indices of what belongs to it
 */
export function longestRising(numbers) {
  /** @type {number[]} by length the index of the least number that ends a rising subsequence of that length */
  const ends = [];
  const before = [];
  numbers.forEach((number, at) => {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (numbers[ends[middle]] < number) low = middle + 1;
      else high = middle;
    }
    before[at] = low > 0 ? ends[low - 1] : -1;
    ends[low] = at;
  });
  const found = new Set();
  for (let at = ends.at(-1) ?? -1; at >= 0; at = before[at]) found.add(at);
  return found;
}
