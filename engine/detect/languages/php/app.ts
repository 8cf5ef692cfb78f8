import type { Sources } from '../language.ts';
import type { Composer } from './composer.ts';

export interface PhpApp {
	framework: string;
	title: string;
	reason: string;
	/** Folder that requests see, below the root; '': the root. null: there is nothing to start with. */
	documentRoot: string | null;
	/** Beside those that Composer names. */
	extensions: string[];
	notices: string[];
}

type Framework = [name: string, title: string, packageName: string, extensions: string[]];

const frameworks: Framework[] = [
	['laravel', 'Laravel', 'laravel/framework', ['pdo_mysql', 'pdo_pgsql', 'pcntl']],
	['symfony', 'Symfony', 'symfony/framework-bundle', ['intl']],
	['codeigniter', 'CodeIgniter', 'codeigniter4/framework', ['intl', 'mysqli']],
	['cakephp', 'CakePHP', 'cakephp/cakephp', ['intl', 'pdo_mysql']],
	['yii', 'Yii', 'yiisoft/yii2', ['pdo_mysql']],
	['drupal', 'Drupal', 'drupal/core-recommended', ['gd', 'pdo_mysql']],
	['slim', 'Slim', 'slim/slim', []]
];

const documentRoots = ['public', 'web', 'webroot', 'www', 'public_html', ''];

export function phpApp({ facts }: Sources, composer: Composer | null): PhpApp {
	const documentRoot =
		documentRoots.find((folder) =>
			facts.files.has(folder === '' ? 'index.php' : `${folder}/index.php`)
		) ?? null;
	const known = frameworks.find(([, , name]) => composer?.packages.has(name));
	if (known) {
		const [framework, title, name, extensions] = known;
		return {
			framework,
			title,
			reason: `composer.json: ${name}`,
			documentRoot,
			extensions: [...extensions, ...databases(composer)],
			notices: framework === 'laravel' ? [appKey] : []
		};
	}
	if (facts.files.has('wp-load.php') || facts.files.has('wp-config-sample.php')) {
		const extensions = ['exif', 'gd', 'intl', 'mysqli', 'zip'];
		const reason = facts.files.has('wp-load.php') ? 'wp-load.php' : 'wp-config-sample.php';
		return {
			framework: 'wordpress',
			title: 'WordPress',
			reason,
			documentRoot,
			extensions,
			notices: []
		};
	}
	return {
		framework: 'php',
		title: 'PHP',
		reason:
			documentRoot === null ? 'composer.json' : `${documentRoot}/index.php`.replace(/^\//, ''),
		documentRoot,
		extensions: composer ? databases(composer) : ['mysqli', 'pdo_mysql'],
		notices: []
	};
}

/** Doctrine and Eloquent say nothing of the driver that is used. */
function databases(composer: Composer | null): string[] {
	const layers = [
		'doctrine/orm',
		'doctrine/dbal',
		'doctrine/doctrine-bundle',
		'illuminate/database'
	];
	return layers.some((name) => composer?.packages.has(name)) ? ['pdo_mysql', 'pdo_pgsql'] : [];
}

const appKey = 'Laravel needs the variable APP_KEY: "php artisan key:generate --show" prints one.';
