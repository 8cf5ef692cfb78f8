import { caddyfilePath, sitePort } from './caddyfile.ts';
import { copyLine, stage, stages } from './dockerfile-text.ts';

/** Files of the repository as they are, served by Caddy. */
export function plainSiteDockerfile(title: string, output: string): string {
	return stages(title, siteStage(output, null));
}

/** The last stage of every site. `from`: the stage that made the files; null: the repository has them. */
export function siteStage(output: string, from: string | null): string {
	const source = from === null ? output : `/app/${output}`.replace(/\/\.$/, '');
	return stage(
		'What runs: Caddy with the finished files',
		'FROM caddy:2-alpine',
		'ENV XDG_CONFIG_HOME=/tmp XDG_DATA_HOME=/tmp',
		copyLine([caddyfilePath], '/etc/caddy/Caddyfile'),
		copyLine([source], '/srv', from === null ? [] : [`--from=${from}`]),
		'USER 1000',
		`EXPOSE ${sitePort}`,
		'CMD ["caddy", "run", "--config", "/etc/caddy/Caddyfile", "--adapter", "caddyfile"]'
	);
}
