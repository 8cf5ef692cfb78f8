import type { Facts } from '../../facts.ts';
import type { Found } from '../../plan.ts';
import {
	chosenVersion,
	pessimisticRange,
	toolVersion,
	versionFile,
	type ChosenVersion
} from '../versions.ts';
import type { PythonManifests } from './dependencies.ts';

const supported = { title: 'Python', versions: ['3.13', '3.14', '3.12', '3.11', '3.10'] };

export function pythonVersion(facts: Facts, manifests: PythonManifests): ChosenVersion {
	const asked = askedVersion(facts, manifests);
	return chosenVersion(supported, asked && { ...asked, value: npmRange(asked.value) });
}

function askedVersion(facts: Facts, manifests: PythonManifests): Found<string> | null {
	const file = versionFile(facts, '.python-version', 'runtime.txt');
	if (file) return { ...file, value: file.value.replace(/^(c?python)-?/i, '') };
	const tool = toolVersion(facts, 'python');
	if (tool) return tool;
	const { pipfileVersion, pyproject } = manifests;
	if (pipfileVersion) return { value: pipfileVersion, reason: 'Pipfile: python_version' };
	if (!pyproject?.python) return null;
	return { value: pyproject.python, reason: 'pyproject.toml: requires-python' };
}

/** A specifier of PEP 440, or Poetry's, as npm writes it: '~=3.11,!=3.11.4' → '>=3.11 <4'. */
function npmRange(specifier: string): string {
	return specifier
		.split('||')
		.map((either) => either.split(',').map(npmPart).filter(Boolean).join(' '))
		.join(' || ');
}

function npmPart(part: string): string {
	const [, operator = '', version = ''] = /^\s*([~=!<>^]*)\s*(\S*)\s*$/.exec(part) ?? [];
	const numbers = version.replace(/\.\*$/, '').split('.');
	if (operator === '!=') return '';
	if (operator === '==' || operator === '===') return numbers.join('.');
	if (operator !== '~=') return `${operator}${numbers.join('.')}`;
	return pessimisticRange(version);
}
