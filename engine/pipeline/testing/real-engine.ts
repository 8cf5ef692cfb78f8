import { dockerBuilder } from '../../build/docker-builder.ts';
import { openCheckout } from '../../checkout/open-checkout.ts';
import { createProber } from '../../health/prober.ts';
import { FakeProxy } from '../../proxy/fake.ts';
import { connectDocker } from '../../runtime/docker-client.ts';
import { dockerRuntime } from '../../runtime/docker-runtime.ts';
import { fileSites } from '../../sites/file-sites.ts';
import type { Engine } from '../step.ts';
import { fileNames } from './file-names.ts';

export const testDockerHost = process.env.GANTRY_TEST_DOCKER_HOST ?? 'unix:///var/run/docker.sock';

/** A real Docker engine and Git host; only the edge is a fake. `folder` holds mirrors and names. */
export async function realEngine(folder: string, dockerHost = testDockerHost): Promise<Engine> {
	const docker = connectDocker(dockerHost);
	const names = fileNames(`${folder}/names.json`);
	return {
		checkout: await openCheckout({ root: `${folder}/git`, allowPrivateHosts: ['127.0.0.1'] }),
		builder: dockerBuilder(docker),
		runtime: dockerRuntime(docker),
		prober: createProber(),
		names,
		proxy: new FakeProxy(names),
		sites: fileSites(`${folder}/sites`)
	};
}
