/** Why what trainings report cannot be stored at present. They wait, lose nothing, and go on by themselves. */
export interface StoringTrouble {
  /** What is wrong, and with which folder or file. */
  message: string;
  /** What a person can do. */
  advice: string;
}
