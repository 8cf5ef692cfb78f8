/** Steps of operations: whoever calls one has authorised already, and leaves its trace. */
export const steps = [
	'authorise',
	'authoriseChannels',
	'checkGitUrl',
	'activityCsv',
	'findDelivery',
	'findDeployment',
	'findDomain',
	'findEvents',
	'findHolder',
	'findPlace',
	'findProcess',
	'findProject',
	'findService',
	'findServiceByName',
	'findShownService',
	'findVolume',
	'machineAddresses',
	'noteTerminalClosed',
	'noteTerminalOpened',
	'pendingChanges',
	'queueReturn',
	'readInstallation',
	'resolveCommit',
	'signedInUser',
	'untilLive'
];

/** They change nothing: lists within the actor's own scope (lists.db.test.ts), looks at what is not ours, settings. */
export const reads = [
	'describeSource',
	'inspectSource',
	'getDashboard',
	'listActivity',
	'listApps',
	'listDeployments',
	'listProjects',
	'listServices',
	'listSiblings',
	'listTokens',
	'recentRepositories',
	'search',
	// for admins only
	'checkOwnDomains',
	'getBuildSettings',
	'getCleanUp',
	'getMetricsSettings',
	'getServerMetrics',
	'getSettings'
];

/** They change something, and take no id of somebody's. */
export const changes = [
	// for who is not signed in yet
	'claimInstallation',
	'createAdmin',
	'login',
	'logout',
	// about oneself
	'changePassword',
	'createToken',
	// what is new
	'createProject',
	'deployApp',
	// for admins only
	'changeAccessSettings',
	'changeBuildSettings',
	'changeCleanUp',
	'changeDomains',
	'createMetricsToken',
	'requestCleanUp',
	'revokeMetricsToken',
	// by signature
	'receiveGithubDelivery'
];

/** All that take a context and do not stand in matrix.ts. */
export const unscoped = [...steps, ...reads, ...changes];
