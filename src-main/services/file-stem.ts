/** The beginning of a file name that is one everywhere: plain letters, digits, dots and dashes. */
export function fileStem(name: string): string {
  return name.replace(/[^\w.-]+/g, '-').replace(/^[-.]+|[-.]+$/g, '') || 'figure';
}
