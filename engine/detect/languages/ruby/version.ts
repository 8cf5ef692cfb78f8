import type { Facts } from '../../facts.ts';
import type { Found } from '../../plan.ts';
import {
	chosenVersion,
	pessimisticRange,
	toolVersion,
	versionFile,
	type ChosenVersion
} from '../versions.ts';
import type { Gemfile } from './gemfile.ts';

const supported = { title: 'Ruby', versions: ['3.4', '3.3', '3.2', '4.0'] };

export function rubyVersion(facts: Facts, found: Gemfile): ChosenVersion {
	const asked = askedVersion(facts, found);
	return chosenVersion(supported, asked && { ...asked, value: npmRange(asked.value) });
}

function askedVersion(facts: Facts, { ruby, lockedRuby }: Gemfile): Found<string> | null {
	const file = versionFile(facts, '.ruby-version');
	if (file) return file;
	// What it runs with is said more exactly than what it may run with.
	if (lockedRuby) return { value: lockedRuby, reason: 'Gemfile.lock: RUBY VERSION' };
	return ruby ? { value: ruby, reason: 'Gemfile: ruby' } : toolVersion(facts, 'ruby');
}

/** '"~> 3.3.0", "< 3.5"' → '~3.3.0 <3.5'; 'ruby-3.3.4' → '3.3.4'. */
function npmRange(text: string): string {
	const words = text.split(',').map((word) => word.replaceAll(/["'\s]|ruby-/g, ''));
	const parts = words.map((word) =>
		word.startsWith('~>') ? pessimisticRange(word.slice(2)) : word
	);
	return parts.join(' ').trim();
}
