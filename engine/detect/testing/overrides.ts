import type { BuildSettings } from '../../spec.ts';
import { elixirApp } from './interpreted-apps.ts';

type Files = Record<string, string | null>;

/** An app, with another value for all that is detected about it. */
export interface Override {
	/** An app that is none of examples/. */
	files?: Files;
	/** The file that asks for a version, as the app's only one; null: without it. */
	versionFiles: Files;
	/** What it makes of them. */
	version: { value: string; reason: string };
	/** The start command needs what the build command made. */
	set: Partial<BuildSettings>;
	answer: string;
	/** A Dockerfile for it; else the one that was made is taken into the repository. */
	dockerfile?: string;
}

const maven = 'mvn -B -ntp -Dmaven.test.skip package';

/** Each language that can be built here. */
export const overrides: Record<string, Override> = {
	node: {
		versionFiles: { '.nvmrc': '22\n' },
		version: { value: '22', reason: '.nvmrc' },
		set: {
			installCommand: 'npm install --omit=dev --no-audit',
			buildCommand: 'cp server.js set.js',
			startCommand: 'node set.js'
		},
		answer: 'Hello from Node.js'
	},
	python: {
		versionFiles: { '.python-version': null, 'mise.toml': '[tools]\npython = "3.13"\n' },
		version: { value: '3.13', reason: 'mise.toml' },
		set: {
			installCommand: 'pip install --requirement requirements.txt',
			buildCommand: 'cp main.py set.py',
			startCommand: 'uvicorn set:app --host 0.0.0.0 --port $PORT'
		},
		answer: 'Hello from Python'
	},
	ruby: {
		versionFiles: { '.ruby-version': '3.3.8\n' },
		version: { value: '3.3', reason: '.ruby-version' },
		set: {
			installCommand: 'bundle install --jobs 2',
			buildCommand: 'cp config.ru set.ru',
			startCommand: 'bundle exec puma --bind tcp://0.0.0.0:$PORT set.ru'
		},
		answer: 'Hello from Ruby'
	},
	php: {
		versionFiles: { '.php-version': '8.4\n' },
		version: { value: '8.4', reason: '.php-version' },
		set: {
			installCommand: 'composer install --no-interaction --no-dev',
			buildCommand: 'cp -r public set',
			startCommand: 'php -S 0.0.0.0:$PORT -t set set/index.php'
		},
		answer: 'Hello from PHP'
	},
	elixir: {
		files: elixirApp,
		versionFiles: { '.tool-versions': 'elixir 1.18.4-otp-27\n' },
		version: { value: '1.18', reason: '.tool-versions' },
		set: {
			installCommand: 'mix deps.get --only prod',
			buildCommand: 'mix do deps.compile + compile',
			startCommand: 'mix run --no-compile --no-halt'
		},
		answer: 'Hello from Elixir'
	},
	go: {
		versionFiles: { '.go-version': '1.26.0\n' },
		version: { value: '1.26', reason: '.go-version' },
		set: {
			installCommand: 'go mod verify',
			buildCommand: 'go build -trimpath -o serve .',
			startCommand: './serve'
		},
		answer: 'Hello from Go!'
	},
	rust: {
		versionFiles: { 'rust-toolchain.toml': '[toolchain]\nchannel = "stable"\n' },
		version: { value: '1', reason: 'rust-toolchain.toml: stable' },
		set: {
			installCommand: 'cargo fetch --locked',
			buildCommand: 'cargo build --release --bins',
			startCommand: 'target/release/hello'
		},
		answer: 'Hello from Rust!'
	},
	java: {
		versionFiles: { '.java-version': '17\n' },
		version: { value: '17', reason: '.java-version' },
		set: {
			installCommand: 'mvn --version',
			buildCommand: maven,
			startCommand: 'java -Xmx128m -jar target/hello-1.0.jar'
		},
		answer: 'Hello from Java!'
	},
	kotlin: {
		versionFiles: { '.sdkmanrc': 'java=17.0.9-tem\n' },
		version: { value: '17', reason: '.sdkmanrc' },
		set: {
			installCommand: 'mvn --version',
			buildCommand: maven,
			startCommand: 'java -Xmx128m -jar target/hello-1.0.jar'
		},
		answer: 'Hello from Kotlin!'
	},
	deno: {
		versionFiles: { '.tool-versions': 'deno 2\n' },
		version: { value: '2', reason: '.tool-versions' },
		set: {
			installCommand: 'deno install',
			buildCommand: 'cp main.ts set.ts',
			startCommand: 'NO_COLOR=1 deno run -A set.ts'
		},
		answer: 'Hello from Deno!'
	},
	bun: {
		versionFiles: { '.bun-version': '1\n' },
		version: { value: '1', reason: '.bun-version' },
		set: {
			installCommand: 'bun install --no-save',
			buildCommand: 'bun build src/index.ts --target bun --outfile serve.js',
			startCommand: 'bun serve.js'
		},
		answer: 'Hello from Bun!'
	},
	static: {
		versionFiles: { '.node-version': '22\n' },
		version: { value: '22', reason: '.node-version' },
		set: {
			installCommand: 'node --version',
			buildCommand: 'mkdir out && cp *.html style.css out/',
			outputDirectory: 'out'
		},
		answer: 'Hello from a static site',
		dockerfile: `FROM caddy:2-alpine
COPY . /srv
USER 1000
CMD ["caddy", "file-server", "--root", "/srv", "--listen", ":4321"]`
	}
};
