import { AppError } from '#engine/error.ts';
import { mustRun, run } from '../run.ts';

/** What this machine lacks, and the commands that bring it: the same that Gantry would run. */
export interface Missing {
	what: string;
	packages: string[];
	/** A unit of the packages that must neither start nor stay enabled: Gantry runs that program itself. */
	unit?: string;
}

/** The commands that install what is missing, one argument array each. */
export function commandsFor(missing: Missing[], { systemd }: { systemd: boolean }): string[][] {
	const units = systemd ? missing.flatMap(({ unit }) => (unit ? [unit] : [])) : [];
	const packages = missing.flatMap((each) => each.packages);
	return [
		...units.map((unit) => ['systemctl', 'mask', unit]),
		['apt-get', 'update'],
		['apt-get', 'install', '--yes', ...packages],
		...units.map((unit) => ['systemctl', 'unmask', unit]),
		...units.map((unit) => ['systemctl', 'disable', unit])
	];
}

/** The error for a machine where nothing may be installed: it names the commands to run. */
export function notInstalled(missing: Missing[], systemd: boolean): AppError {
	const names = missing.map(({ what }) => what).join(' and ');
	const commands = commandsFor(missing, { systemd }).map((words) => `  ${words.join(' ')}`);
	return new AppError('not_installed', 500, `${names} must be installed first.`, {
		hint: `Run as root, on Debian or Ubuntu:\n${commands.join('\n')}`
	});
}

const env = {
	PATH: process.env.PATH,
	HOME: process.env.HOME,
	DEBIAN_FRONTEND: 'noninteractive',
	// Restarting other services is not ours to decide.
	NEEDRESTART_SUSPEND: '1'
};

/** systemctl also works where systemd does not run yet: what is enabled there would start at the next boot. */
export async function hasSystemctl(): Promise<boolean> {
	return (await run('systemctl', ['--version'])).code === 0;
}

async function isMasked(unit: string): Promise<boolean> {
	return (await run('systemctl', ['is-enabled', unit])).output.trim() === 'masked';
}

/** Installs packages of the distribution, as root, without asking. Errors: no_apt, command_failed. */
export async function installPackages(
	missing: Missing[],
	{ systemd, say }: { systemd: boolean; say: (line: string) => void }
): Promise<void> {
	if ((await run('apt-get', ['--version'])).code !== 0) {
		throw new AppError('no_apt', 500, 'Gantry installs packages on Debian and Ubuntu only.', {
			hint: `Install these yourself, then start again: ${missing.map(({ what }) => what).join(', ')}.`
		});
	}
	const ours: Missing[] = [];
	for (const each of missing) {
		// A unit that somebody masked stays masked.
		const theirs = systemd && each.unit !== undefined && (await isMasked(each.unit));
		ours.push(theirs ? { ...each, unit: undefined } : each);
	}
	const commands = commandsFor(ours, { systemd });
	let failure: unknown;
	for (const [command = '', ...args] of commands) {
		// After a failure the units are still given back as they were.
		if (failure && command !== 'systemctl') continue;
		if (failure && args[0] === 'mask') continue;
		say(`  ${command} ${args.join(' ')}`);
		try {
			await mustRun(command, args, { env });
		} catch (error) {
			failure ??= error;
		}
	}
	if (failure) throw failure;
}
