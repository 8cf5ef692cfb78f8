import type { Command } from './command.ts';
import { examineBuilds } from './doctor/builds.ts';
import { examineCaddy } from './doctor/edge.ts';
import { examineEngine } from './doctor/engine.ts';
import { examineFiles } from './doctor/files.ts';
import { describeFinding } from './doctor/finding.ts';
import { examineHouse } from './doctor/names.ts';
import { examinePorts } from './doctor/ports.ts';

const examinations = [
	examineHouse,
	examineEngine,
	examineBuilds,
	examineCaddy,
	examinePorts,
	examineFiles
];

export const doctor: Command = {
	name: 'doctor',
	summary: 'Looks for what is wrong on this machine.',
	options: {},
	async run(_given, { env, paths, print }) {
		const findings = await Promise.all(examinations.map((examine) => examine({ env, paths })));
		for (const finding of findings.flat()) print(describeFinding(finding));
		return findings.flat().some(({ state }) => state === 'failure') ? 1 : 0;
	}
};
