import type { Provenance } from '../contract/figure';

/** The same subject with more to be said of where its figure comes from. */
export function withRemarks<Subject extends { provenance: Provenance }>(
  subject: Subject,
  remarks: readonly string[],
): Subject {
  const { provenance } = subject;
  return { ...subject, provenance: { ...provenance, remarks: [...provenance.remarks, ...remarks] } };
}
