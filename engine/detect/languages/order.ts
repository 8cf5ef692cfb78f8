import { elixir } from './elixir/elixir.ts';
import type { Language } from './language.ts';
import { php } from './php/php.ts';
import { python } from './python/python.ts';
import { ruby } from './ruby/ruby.ts';

/** Languages beside Node.js, asked in this order; the first that has an app wins. */
export const languages: Language[] = [python, ruby, php, elixir];
