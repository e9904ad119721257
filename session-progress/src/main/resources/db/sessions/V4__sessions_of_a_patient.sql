create index sessions_of_a_patient on sessions (patient_id, created_at desc, id desc);
