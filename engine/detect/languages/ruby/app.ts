import type { Found } from '../../plan.ts';
import type { Sources } from '../language.ts';
import type { Gemfile } from './gemfile.ts';

export interface RubyApp {
	framework: string;
	title: string;
	reason: string;
	evidence: 'app' | 'files';
	start: Found<string> | null;
	build: Found<string> | null;
	output: Found<string> | null;
	/** Environment of what runs. */
	variables: Record<string, string>;
	buildVariables: Record<string, string>;
	notices: string[];
}

const nothingMore = {
	build: null,
	output: null,
	variables: { RACK_ENV: 'production', APP_ENV: 'production' },
	buildVariables: {},
	notices: []
};

export async function rubyApp(sources: Sources, found: Gemfile): Promise<RubyApp> {
	const { gems } = found;
	const { files } = sources.facts;
	const rails = gems.get('rails') ?? gems.get('railties');
	if (rails && files.has('config/application.rb')) return railsApp(sources, found, rails);
	const jekyll = files.has('_config.yml') ? (gems.get('jekyll') ?? gems.get('github-pages')) : null;
	if (jekyll) {
		return {
			...nothingMore,
			framework: 'jekyll',
			title: 'Jekyll',
			reason: `${jekyll}: jekyll`,
			evidence: 'app',
			start: null,
			variables: {},
			buildVariables: { JEKYLL_ENV: 'production' },
			build: { value: 'bundle exec jekyll build', reason: '_config.yml' },
			output: { value: '_site', reason: '_config.yml: the default of Jekyll' }
		};
	}
	return rackApp(sources, found);
}

const frameworks: [gem: string, title: string][] = [
	['sinatra', 'Sinatra'],
	['hanami', 'Hanami'],
	['roda', 'Roda'],
	['grape', 'Grape'],
	['rack', 'Rack']
];

async function rackApp(sources: Sources, found: Gemfile): Promise<RubyApp> {
	const { files } = sources.facts;
	const { gems } = found;
	const [gem, title] = frameworks.find(([name]) => gems.has(name)) ?? [];
	const start = files.has('config.ru') ? rackStart(found) : await script(sources);
	return {
		...nothingMore,
		framework: gem ?? 'ruby',
		title: title ?? 'Ruby',
		reason: gem ? `${gems.get(gem)}: ${gem}` : 'Gemfile',
		evidence: start && (gem || files.has('config.ru')) ? 'app' : 'files',
		start
	};
}

/** The server among the gems. */
function rackStart({ gems }: Gemfile): Found<string> {
	const reason = 'config.ru';
	if (gems.has('puma')) return { value: 'bundle exec puma --bind tcp://0.0.0.0:$PORT', reason };
	if (gems.has('falcon')) {
		return { value: 'bundle exec falcon serve --bind http://0.0.0.0:$PORT', reason };
	}
	if (gems.has('unicorn')) return { value: 'bundle exec unicorn --port $PORT', reason };
	if (gems.has('thin')) return { value: 'bundle exec thin start --port $PORT', reason };
	return { value: 'bundle exec rackup --host 0.0.0.0 --port $PORT', reason };
}

/** `require "sinatra"` in a file makes it a program. */
async function script(sources: Sources): Promise<Found<string> | null> {
	for (const path of ['app.rb', 'main.rb', 'server.rb', 'web.rb']) {
		const text = await sources.read(path);
		if (text === null) continue;
		const classic = /^\s*require\s+["']sinatra["']/m.test(text);
		const options = classic ? ' -o 0.0.0.0 -p $PORT' : '';
		return { value: `bundle exec ruby ${path}${options}`, reason: path };
	}
	return null;
}

function railsApp(sources: Sources, { gems, versions }: Gemfile, file: string): RubyApp {
	const { files, directories } = sources.facts;
	const pipelines = ['sprockets-rails', 'propshaft', 'sprockets', 'vite_rails', 'shakapacker'];
	const hasAssets = pipelines.some((gem) => gems.has(gem)) && directories.has('app/assets');
	const rails = files.has('bin/rails') ? 'bin/rails' : 'bundle exec rails';
	const assets = hasAssets ? `${rails} assets:precompile` : null;
	const bootsnap = gems.has('bootsnap') ? 'bundle exec bootsnap precompile app/ lib/' : null;
	const build = [bootsnap, assets].filter((command) => command !== null).join(' && ');
	const version = versions.get('rails') ?? versions.get('railties') ?? '';
	// A key is wanted even where nothing is encrypted yet: the real one is no business of the build.
	const key: Record<string, string> = /^([1-6]\.|7\.0)/.test(version)
		? { SECRET_KEY_BASE: 'only-for-the-build' }
		: { SECRET_KEY_BASE_DUMMY: '1' };
	return {
		...nothingMore,
		framework: 'rails',
		title: 'Rails',
		reason: `${file}: rails`,
		evidence: 'app',
		start: railsStart(sources, gems, rails),
		build:
			build === '' ? null : { value: build, reason: assets ? 'app/assets' : 'Gemfile: bootsnap' },
		variables: {
			RAILS_ENV: 'production',
			RAILS_LOG_TO_STDOUT: '1',
			RAILS_SERVE_STATIC_FILES: '1'
		},
		buildVariables: key,
		notices: files.has('config/credentials.yml.enc') ? [masterKey] : []
	};
}

function railsStart({ facts }: Sources, gems: Gemfile['gems'], rails: string): Found<string> {
	if (gems.has('puma') && facts.files.has('config/puma.rb')) {
		return { value: 'bundle exec puma -C config/puma.rb', reason: 'config/puma.rb' };
	}
	return { value: `${rails} server -b 0.0.0.0 -p $PORT`, reason: 'config/application.rb' };
}

const masterKey = 'The app has encrypted credentials: give it RAILS_MASTER_KEY as a variable.';
