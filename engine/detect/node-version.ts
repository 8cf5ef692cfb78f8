import type { Facts } from './facts.ts';
import { chosenVersion, toolVersion, versionFile } from './languages/versions.ts';
import type { ChosenVersion } from './languages/versions.ts';
import type { Found } from './plan.ts';

/** Each has an official slim image. */
const supported = { title: 'Node.js', versions: ['24', '26', '22', '20'] };

const codeNames: Record<string, string> = { iron: '20', jod: '22', krypton: '24' };

/** The major to build and run with. */
export function nodeVersion(facts: Facts): ChosenVersion {
	const asked = askedVersion(facts);
	if (!asked) return chosenVersion(supported, null);
	const major = codeNames[asked.value.replace(/^lts\//i, '').toLowerCase()];
	return chosenVersion(supported, { ...asked, value: major ?? asked.value });
}

function askedVersion(facts: Facts): Found<string> | null {
	const told =
		versionFile(facts, '.nvmrc', '.node-version') ?? toolVersion(facts, 'nodejs', 'node');
	if (told) return told;
	const { engines, volta, devEngines } = facts.package ?? {};
	if (engines?.node) return { value: engines.node, reason: 'package.json: engines' };
	if (volta?.node) return { value: volta.node, reason: 'package.json: volta' };
	const runtime = devEngines?.runtime;
	if (runtime?.name === 'node' && runtime.version) {
		return { value: runtime.version, reason: 'package.json: devEngines' };
	}
	return null;
}
