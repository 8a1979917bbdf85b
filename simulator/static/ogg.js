// A voice note as WhatsApp sends it: Opus in Ogg. Chromium records the same Opus packets in WebM: they are packed anew.
// WebM: https://www.rfc-editor.org/rfc/rfc8794 and rfc9559; Ogg: rfc3533; Opus in Ogg: rfc7845; a packet's length: rfc6716, 3.1.
const MASTERS = new Set([0x18538067, 0x1f43b675, 0x1654ae6b, 0xae, 0xa0]);
const CODEC_PRIVATE = 0x63a2;
const BLOCKS = new Set([0xa3, 0xa1]);
const PER_PAGE = 40;
const FIRST = 2;
const LAST = 4;

export async function toOgg(blob) {
  const { head, packets } = readWebm(new Uint8Array(await blob.arrayBuffer()));
  if (!head || packets.length === 0) throw new Error("no Opus in this recording");
  const pages = [page(FIRST, 0, 0, [head]), page(0, 0, 1, [tags()])];
  let granule = head[10] | (head[11] << 8);
  for (let at = 0; at < packets.length; at += PER_PAGE) {
    const some = packets.slice(at, at + PER_PAGE);
    granule += some.reduce((sum, packet) => sum + samples(packet), 0);
    pages.push(page(at + PER_PAGE >= packets.length ? LAST : 0, granule, pages.length, some));
  }
  return new Blob(pages, { type: "audio/ogg" });
}

function readWebm(bytes) {
  const packets = [];
  let head = null;
  let at = 0;
  while (at < bytes.length) {
    const id = number(bytes, at, false);
    const size = number(bytes, at + id.width, true);
    at += id.width + size.width;
    if (MASTERS.has(id.value)) continue;
    const end = Math.min(at + size.value, bytes.length);
    if (id.value === CODEC_PRIVATE) head = bytes.slice(at, end);
    // A block: its track, two bytes of time, a byte of flags, then one packet.
    if (BLOCKS.has(id.value)) packets.push(bytes.slice(at + number(bytes, at, true).width + 3, end));
    at = end;
  }
  return { head, packets };
}

// EBML's numbers say their width by their leading zeros; an element's id keeps the marking bit.
function number(bytes, at, unmarked) {
  const width = Math.clz32(bytes[at] || 1) - 23;
  let value = unmarked ? bytes[at] & (0xff >> width) : bytes[at];
  for (let n = 1; n < width; n += 1) value = value * 256 + (bytes[at + n] ?? 0);
  return { value, width };
}

// Samples in a packet, at 48 kHz.
function samples(packet) {
  const kind = packet[0] >> 3;
  const milliseconds = kind < 12 ? [10, 20, 40, 60][kind % 4] : kind < 16 ? [10, 20][kind % 2] : [2.5, 5, 10, 20][kind % 4];
  const frames = [1, 2, 2, packet[1] & 0x3f][packet[0] & 3];
  return milliseconds * 48 * frames;
}

function tags() {
  const vendor = new TextEncoder().encode("Arzi simulator");
  const found = new Uint8Array(16 + vendor.length);
  found.set(new TextEncoder().encode("OpusTags"));
  found[8] = vendor.length;
  found.set(vendor, 12);
  return found;
}

function page(flags, granule, sequence, packets) {
  const lacing = packets.flatMap((packet) => [...Array(Math.floor(packet.length / 255)).fill(255), packet.length % 255]);
  const header = new Uint8Array(27 + lacing.length);
  const view = new DataView(header.buffer);
  header.set(new TextEncoder().encode("OggS"));
  header[5] = flags;
  view.setBigUint64(6, BigInt(granule), true);
  view.setUint32(14, 1, true);
  view.setUint32(18, sequence, true);
  header[26] = lacing.length;
  header.set(lacing, 27);
  const whole = new Uint8Array(header.length + packets.reduce((sum, packet) => sum + packet.length, 0));
  whole.set(header);
  let at = header.length;
  for (const packet of packets) {
    whole.set(packet, at);
    at += packet.length;
  }
  new DataView(whole.buffer).setUint32(22, checksum(whole), true);
  return whole;
}

function checksum(bytes) {
  let sum = 0;
  for (const byte of bytes) {
    sum ^= byte << 24;
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 0x80000000 ? (sum << 1) ^ 0x04c11db7 : sum << 1;
  }
  return sum >>> 0;
}
