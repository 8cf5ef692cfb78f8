import type { Facts } from '../../facts.ts';
import {
	chosenVersion,
	pessimisticRange,
	toolVersion,
	versionFile,
	type ChosenVersion
} from '../versions.ts';
import type { Gemfile } from './gemfile.ts';

const supported = { title: 'Ruby', versions: ['3.4', '3.3', '3.2', '4.0'] };

export function rubyVersion(facts: Facts, { ruby }: Gemfile): ChosenVersion {
	const file = versionFile(facts, '.ruby-version');
	if (file) return chosenVersion(supported, { ...file, value: npmRange(file.value) });
	const named = ruby && { value: ruby, reason: 'Gemfile: ruby' };
	const asked = named || toolVersion(facts, 'ruby');
	return chosenVersion(supported, asked && { ...asked, value: npmRange(asked.value) });
}

/** '"~> 3.3.0", "< 3.5"' → '~3.3.0 <3.5'; 'ruby-3.3.4' → '3.3.4'. */
function npmRange(text: string): string {
	const words = text.split(',').map((word) => word.replaceAll(/["'\s]|ruby-/g, ''));
	const parts = words.map((word) =>
		word.startsWith('~>') ? pessimisticRange(word.slice(2)) : word
	);
	return parts.join(' ').trim();
}
