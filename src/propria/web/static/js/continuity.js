// Has the log only grown since this browser last saw it? From the log's own static files (C2SP tlog-tiles):
// the consistency proof is put together here, and the verifier judges it.

const WIDTH = 256;

function pathOf(level, index, width) {
  const digits = [String(index % 1000).padStart(3, '0')];
  for (let rest = Math.floor(index / 1000); rest; rest = Math.floor(rest / 1000)) {
    digits.unshift(`x${String(rest % 1000).padStart(3, '0')}`);
  }
  return `tile/${level}/${digits.join('/')}${width === WIDTH ? '' : `.p/${width}`}`;
}

const largestPowerBelow = (n) => 2 ** Math.floor(Math.log2(n - 1));

class Tree { // the first `size` entries, read by tiles; `read(path)` gives a file's bytes
  constructor(size, read, hash) { Object.assign(this, { size, read, hash, tiles: new Map() }); }

  async tile(level, index) {
    const width = Math.min(WIDTH, Math.floor(this.size / WIDTH ** level) - index * WIDTH);
    const path = pathOf(level, index, width);
    if (!this.tiles.has(path)) this.tiles.set(path, this.read(path));
    return this.tiles.get(path);
  }

  async subtree(low, high) { // a complete one: `high - low` is a power of two, `low` a multiple of it
    const count = high - low;
    let level = 0;
    while (WIDTH ** (level + 1) <= count) level += 1;
    const [first, many] = [low / WIDTH ** level, count / WIDTH ** level];
    const tile = await this.tile(level, Math.floor(first / WIDTH));
    let row = Array.from({ length: many }, (_, i) => {
      const at = 32 * ((first % WIDTH) + i);
      return tile.slice(at, at + 32);
    });
    while (row.length > 1) {
      row = await Promise.all(row.flatMap((left, i) => (i % 2 ? [] : [this.hash(left, row[i + 1])])));
    }
    return row[0];
  }

  async range(low, high) {
    if (Number.isInteger(Math.log2(high - low))) return this.subtree(low, high);
    const middle = low + largestPowerBelow(high - low);
    return this.hash(await this.range(low, middle), await this.range(middle, high));
  }

  async proofFrom(older) { // RFC 9162 2.1.4.1
    let [low, high, isWhole] = [0, this.size, true];
    const path = [];
    while (older !== high) {
      const middle = low + largestPowerBelow(high - low);
      if (older <= middle) {
        path.unshift(await this.range(middle, high));
        high = middle;
      } else {
        path.unshift(await this.range(low, middle));
        [low, isWhole] = [middle, false];
      }
    }
    return isWhole ? path : [await this.range(low, high), ...path];
  }
}

// Pass only if the smaller of the two heads {size, root} begins the other; throws what `verifier` throws.
export async function checkContinues(one, other, read, verifier) {
  const [older, newer] = one.size <= other.size ? [one, other] : [other, one];
  const proof = await new Tree(newer.size, read, verifier.nodeHash).proofFrom(older.size);
  await verifier.verifyConsistency(older.size, newer.size, older.root, newer.root, proof);
}
