/** The files of one run's folder, by name; given by whoever composes, so that training knows no file system. */
export interface RunFiles {
  /** Throws an Error when there is no such file. */
  read(name: string): Promise<Uint8Array>;
  /** Writes all or nothing: temporary name, flush to the disk, rename. Returns the SHA-256 of the bytes as hex. */
  write(name: string, bytes: Uint8Array): Promise<{ sha256: string }>;
  /** An absent file is no error. */
  remove(name: string): Promise<void>;
  list(): Promise<string[]>;
}
