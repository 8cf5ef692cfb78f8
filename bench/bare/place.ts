import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { startRoutedCaddy } from '../edge/routed-caddy.ts';
import { appPort } from '../product/pushed-repository.ts';
import { runProgram } from '../program.ts';
import type { BarePlace } from './deploy.ts';
import { createNetwork, removeLabelled } from './docker.ts';

const host = 'bare.localhost';

interface Given {
	folder: string;
	/** The Caddy program. */
	caddy: string;
	repositoryUrl: string;
	signal: AbortSignal;
}

/** Where the script by hand works: a mirror, a network, and a plain Caddy of its own. */
export async function openBarePlace(
	stack: AsyncDisposableStack,
	{ folder, caddy: binary, repositoryUrl, signal }: Given
): Promise<BarePlace & { url: string }> {
	const label = randomBytes(6).toString('hex');
	stack.defer(() => removeLabelled(label));
	const network = await createNetwork(label, signal);
	const first = { address: '127.0.0.1', port: appPort };
	const caddy = await startRoutedCaddy(binary, { host, sites: 1, first });
	stack.defer(() => caddy.stop());
	const mirror = join(folder, 'mirror.git');
	await runProgram('git', ['clone', '--quiet', '--mirror', repositoryUrl, mirror], { signal });
	const url = `https://${host}:${caddy.httpsPort}/`;
	return { mirror, network, label, caddy, port: appPort, url };
}
