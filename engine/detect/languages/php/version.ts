import type { Facts } from '../../facts.ts';
import {
	chosenVersion,
	pessimisticRange,
	toolVersion,
	versionFile,
	type ChosenVersion
} from '../versions.ts';
import type { Composer } from './composer.ts';

const supported = { title: 'PHP', versions: ['8.4', '8.3', '8.5', '8.2'] };

export function phpVersion(facts: Facts, composer: Composer | null): ChosenVersion {
	const asked =
		versionFile(facts, '.php-version') ?? toolVersion(facts, 'php') ?? composer?.php ?? null;
	return chosenVersion(supported, asked && { ...asked, value: npmRange(asked.value) });
}

/** Composer's constraints: one "|" is as good as two, a comma means "and". */
function npmRange(text: string): string {
	return text
		.split(/\s*\|\|?\s*/)
		.map((either) =>
			either
				.split(/[\s,]+/)
				.map(npmPart)
				.join(' ')
		)
		.join(' || ');
}

function npmPart(part: string): string {
	const plain = part.replace(/@\w+$/, '');
	return plain.startsWith('~') ? pessimisticRange(plain.slice(1)) : plain;
}
