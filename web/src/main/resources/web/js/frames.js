// Frames of waveforms, as docs/waveforms.md lays them out: little-endian, samples lead by lead.

const NONE = -32768;
const NAMES = {
  1: "I", 2: "II", 3: "V1", 4: "V2", 5: "V3", 6: "V4", 7: "V5", 8: "V6", 61: "III", 62: "aVR", 63: "aVL", 64: "aVF",
  200: "MLII", 201: "V", 210: "PLETH", 211: "RESP", 212: "ABP",
};
const UNITS = ["", "mV", "mmHg", "Ω"];

/**
 * @param {ArrayBuffer} buffer
 * @returns {{stream: bigint, sequence: number, rate: number, first: number, start: number,
 *   leads: {name: string, unit: string, values: Float32Array}[]}} values in the unit; NaN where there was none
 */
export function readFrame(buffer) {
  const view = new DataView(buffer);
  const count = view.getUint8(1);
  const samples = view.getUint16(2, true);
  const leads = [];
  for (let i = 0; i < count; i++) {
    const at = 44 + 8 * i;
    const code = view.getUint8(at);
    const baseline = view.getInt16(at + 2, true);
    const scale = view.getFloat32(at + 4, true);
    const raw = new Int16Array(buffer, 44 + 8 * count + 2 * samples * i, samples);
    const values = Float32Array.from(raw, (value) => (value === NONE ? Number.NaN : (value - baseline) * scale));
    leads.push({ name: NAMES[code] ?? `lead ${code}`, unit: UNITS[view.getUint8(at + 1)] ?? "", values });
  }
  return {
    stream: view.getBigUint64(8, true),
    sequence: Number(view.getBigUint64(16, true)),
    rate: view.getUint32(4, true) / 1000,
    first: Number(view.getBigUint64(32, true)),
    start: Number(view.getBigInt64(24, true)) / 1000,
    leads,
  };
}
