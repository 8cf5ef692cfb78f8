import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deploymentSpec, builtImage } from '../pipeline/testing/spec.ts';
import {
	createOptions,
	planContainer,
	planContainers,
	planRelease,
	webCapabilities
} from './container-plan.ts';

describe('the container of a release', () => {
	it('has derived names, our labels, the exact image and the port it shall listen on', () => {
		expect(planContainer(deploymentSpec(), builtImage())).toMatchInlineSnapshot(`
			{
			  "command": null,
			  "cpuMillis": 0,
			  "image": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
			  "labels": {
			    "gantry.deployment": "deployment0000000001",
			    "gantry.installation": "installation",
			    "gantry.port": "3000",
			    "gantry.project": "projectprojectproject",
			    "gantry.service": "serviceserviceservice",
			  },
			  "memoryBytes": 536870912,
			  "mounts": [],
			  "name": "gantry-serviceserviceservice-deployme-1",
			  "network": "gantry-projectprojectproject",
			  "pidsLimit": 512,
			  "restarts": true,
			  "stopGraceSeconds": 10,
			  "stopSignal": null,
			  "variables": {
			    "PORT": "3000",
			  },
			}
		`);
	});

	it('leaves the last word on PORT to the person', () => {
		const spec = deploymentSpec({ variables: { PORT: '9000' } });
		expect(planContainer(spec, builtImage()).variables).toEqual({ PORT: '9000' });
	});

	it('exists once for each replica', () => {
		const base = deploymentSpec();
		const spec = { ...base, run: { ...base.run, replicas: 3 } };
		expect(planContainers(spec, builtImage()).map(({ name }) => name)).toEqual(
			[1, 2, 3].map((replica) => `gantry-serviceserviceservice-deployme-${replica}`)
		);
	});

	it('ends by the signal that was chosen, else by the one of its image', () => {
		const base = deploymentSpec();
		const spec = { ...base, run: { ...base.run, stopSignal: 'SIGQUIT' } };
		expect(createOptions(planContainer(spec, builtImage())).StopSignal).toBe('SIGQUIT');
		expect(createOptions(planContainer(base, builtImage()))).not.toHaveProperty('StopSignal');
	});

	it('of a release command runs it once, confined like the app', () => {
		const plan = planRelease(deploymentSpec(), builtImage(), 'node migrate.js && echo "done"');
		expect(plan.name).toBe('gantry-serviceserviceservice-deployme-release');
		const options = createOptions(plan);
		expect(options).toMatchObject({
			Entrypoint: ['/bin/sh', '-c', 'node migrate.js && echo "done"'],
			HostConfig: { RestartPolicy: { Name: 'no' }, CapDrop: ['ALL'], Memory: 512 * 2 ** 20 }
		});
		const plain = planRelease(deploymentSpec(), builtImage(), ' npm  run migrate ');
		expect(createOptions(plain).Entrypoint).toEqual(['npm', 'run', 'migrate']);
	});

	it('is confined whatever the settings and variables are', () => {
		const variables = fc.dictionary(fc.string(), fc.string());
		const run = fc.record({
			port: fc.constant(null),
			memoryBytes: fc.integer({ min: 6 * 2 ** 20 }),
			cpuMillis: fc.nat(64_000),
			pidsLimit: fc.integer({ min: 1, max: 10_000 }),
			stopGraceSeconds: fc.nat(600)
		});
		fc.assert(
			fc.property(variables, run, (given, settings) => {
				const base = deploymentSpec();
				const spec = { ...base, variables: given, run: { ...base.run, ...settings } };
				const { HostConfig: host = {}, ...options } = createOptions(
					planContainer(spec, builtImage())
				);
				expect(host).toMatchObject({
					Privileged: false,
					CapDrop: ['ALL'],
					CapAdd: webCapabilities,
					SecurityOpt: ['no-new-privileges'],
					NetworkMode: `gantry-${spec.project}`,
					IpcMode: 'private',
					Memory: settings.memoryBytes,
					MemorySwap: settings.memoryBytes,
					PidsLimit: settings.pidsLimit,
					PublishAllPorts: false,
					Binds: [],
					LogConfig: { Type: 'local' }
				});
				for (const key of [
					'PidMode',
					'UTSMode',
					'UsernsMode',
					'Devices',
					'Mounts',
					'PortBindings',
					'VolumesFrom',
					'CgroupParent',
					'Sysctls'
				]) {
					expect(host).not.toHaveProperty(key);
				}
				expect(options).not.toHaveProperty('User');
				expect(options.Env).toHaveLength(new Set(['PORT', ...Object.keys(given)]).size);
			})
		);
	});
});
