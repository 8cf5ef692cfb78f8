import { bun } from './bun/bun.ts';
import { deno } from './deno/deno.ts';
import { dotnet } from './dotnet/dotnet.ts';
import { elixir } from './elixir/elixir.ts';
import { go } from './go/go.ts';
import { java, kotlin } from './java/jvm.ts';
import type { Language } from './language.ts';
import { php } from './php/php.ts';
import { python } from './python/python.ts';
import { ruby } from './ruby/ruby.ts';
import { rust } from './rust/rust.ts';

/** Languages beside Node.js, asked in this order; the first that has an app wins. */
export const languages: Language[] = [
	python,
	ruby,
	php,
	elixir,
	go,
	rust,
	kotlin,
	java,
	dotnet,
	deno,
	bun
];
