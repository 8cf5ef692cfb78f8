import type { Language } from './language.ts';
import { python } from './python/python.ts';

/** Languages beside Node.js, asked in this order; the first that has an app wins. */
export const languages: Language[] = [python];
