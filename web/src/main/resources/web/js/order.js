// Brings the children of an element into an order with as few moves as there can be: each move is laid out anew.

/**
 * Begins with the first, and goes on where it is called again.
 *
 * @param {Element} parent
 * @param {Element[]} wanted all of its children, as they are to follow one another
 * @param {number} most how many are moved now
 * @returns {boolean} whether they are in order
 */
export function inOrder(parent, wanted, most) {
  const places = new Map([...parent.children].map((child, at) => [child, at]));
  const staying = longestRising(wanted.map((child) => places.get(child)));
  let moved = 0;
  let before = null;
  for (const [at, child] of wanted.entries()) {
    if (!staying.has(at)) {
      if (moved++ === most) return false;
      parent.insertBefore(child, before ? before.nextSibling : parent.firstChild);
    }
    before = child;
  }
  return true;
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
