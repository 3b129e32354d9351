/** What the terminal says about making one clip. */
export function resumed(jobNumber: number): string {
  return `Going on with #${jobNumber}, which was asked for in the same words. It is charged once.`;
}

export function kept(jobNumber: number, file: string): string {
  return `#${jobNumber} is made and paid for, but could not be written to ${file}. It is kept: npm run reelay -- jobs fetch ${jobNumber} --out FILE`;
}

export function interrupted(jobNumber: number): string {
  return `Stopped. #${jobNumber} is kept: run the same command again to go on. It is charged once.`;
}

export function oneClip(clips: number): string {
  return `This makes one clip at a time; the braces in the prompt ask for ${clips}. Write one of the words in their place.`;
}

export function notAPrompt(): string {
  return 'Expected a prompt in quotes, such as npm run make -- "a red ball rolls". For earlier clips: npm run reelay -- jobs list';
}

export function cannotRead(file: string): string {
  return `Can't read ${file}. Expected an image file that is there, is not empty, and that you may read.`;
}
