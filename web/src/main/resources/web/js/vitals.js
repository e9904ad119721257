// Vital signs: how they are called, and how they are shown.

/** @type {Object<string, {label: string, short: string, unit: string, fields: string[], digits: number}>} */
export const VITALS = {
  heart_rate: { label: "Heart rate", short: "HR", unit: "/min", fields: ["bpm"], digits: 0 },
  spo2: { label: "Oxygen saturation", short: "SpO₂", unit: "%", fields: ["percent"], digits: 0 },
  blood_pressure: {
    label: "Blood pressure",
    short: "BP",
    unit: "mmHg",
    fields: ["systolic", "diastolic"],
    digits: 0,
  },
  respiratory_rate: { label: "Respiratory rate", short: "RR", unit: "/min", fields: ["per_minute"], digits: 0 },
  temperature: { label: "Temperature", short: "Temp", unit: "°C", fields: ["celsius"], digits: 1 },
  glucose: { label: "Glucose", short: "Glu", unit: "mg/dl", fields: ["mg_dl"], digits: 0 },
  weight: { label: "Weight", short: "Wt", unit: "kg", fields: ["kg"], digits: 1 },
};

/** Parts of NEWS2 in the order of the chart of the Royal College of Physicians. */
export const NEWS2_PARTS = [
  ["respiratory_rate", "Respiration", "R"],
  ["spo2", "SpO₂", "S"],
  ["oxygen", "Oxygen", "O"],
  ["blood_pressure", "Systolic pressure", "BP"],
  ["heart_rate", "Pulse", "P"],
  ["consciousness", "Consciousness", "C"],
  ["temperature", "Temperature", "T"],
];

export const vitalName = (type) =>
  VITALS[type]?.label ?? { news2: "NEWS2", device: "Device" }[type] ?? type?.replaceAll("_", " ") ?? "";

/** Reasons name vital signs as programs do. */
export const reasonOf = (alert) =>
  (alert.reasons ?? []).map((one) => one.replace(alert.vital_type ?? "\0", vitalName(alert.vital_type))).join("; ");

/** The one number of a reading that a line shows; of a pressure the systolic. */
export function seriesOf(type, values) {
  return values[VITALS[type].fields[0]] ?? values.value;
}

/** @param {Object<string, number>|undefined} values */
export function shown(type, values) {
  if (!values) return "–";
  const { fields, digits } = VITALS[type];
  return fields.map((field) => (values[field] ?? values.value)?.toFixed(digits) ?? "–").join("/");
}

/** "8 s", "3 min", "2 h", "4 d" */
export function age(millis) {
  const seconds = Math.max(0, Math.round(millis / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}

/** "1:05" */
export function countdown(millis) {
  const seconds = Math.max(0, Math.ceil(millis / 1000));
  const minutes = Math.floor(seconds / 60);
  if (minutes >= 60) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return `${minutes}:${String(seconds % 60).padStart(2, "0")}`;
}

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
const DAY = new Intl.DateTimeFormat(undefined, {
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});

/** The time of day; with the day where it is another one. */
export function clock(time) {
  const date = new Date(time);
  return date.toDateString() === new Date().toDateString() ? CLOCK.format(date) : DAY.format(date);
}
