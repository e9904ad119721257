export function openPatient() { return { close() {} }; }
