import Docker from 'dockerode';

/** A client for DOCKER_HOST: unix:///path or tcp://host:port. `timeout` in ms, for each call. */
export function openDocker(host: string, timeout = 0): Docker {
	const unix = 'unix://';
	if (host.startsWith(unix)) return new Docker({ socketPath: host.slice(unix.length), timeout });
	const { hostname, port } = new URL(host);
	return new Docker({ protocol: 'http', host: hostname, port: Number(port || 2375), timeout });
}
