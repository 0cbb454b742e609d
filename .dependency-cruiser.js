/**
 * The rules that hold the house up (docs/architecture.md). Each is an arrow that must not be drawn.
 *
 * @type {import('dependency-cruiser').IConfiguration}
 */
export default {
  forbidden: [
    {
      name: 'core-depends-on-neverthrow-alone',
      comment: 'The core runs wherever JavaScript runs, and nobody who embeds it inherits a framework.',
      severity: 'error',
      from: { path: '^packages/core/src', pathNot: '^packages/core/src/(memory|contracts)/' },
      to: { pathNot: ['^packages/core/src', 'neverthrow'] },
    },
    {
      name: 'memory-and-contracts-use-node-alone',
      comment: 'Beside the core they may use what Node has built in: randomness, hashing, assertions.',
      severity: 'error',
      from: { path: '^packages/core/src/(memory|contracts)/' },
      to: { pathNot: ['^packages/core/src', 'neverthrow'], dependencyTypesNot: ['core'] },
    },
    {
      name: 'core-stands-without-its-adapters',
      comment: 'Entities and use cases know ports, not the in-memory adapters or the suites that prove adapters.',
      severity: 'error',
      from: { path: '^packages/core/src', pathNot: '^packages/core/src/(memory|contracts)/' },
      to: { path: '^packages/core/src/(memory|contracts)/' },
    },
    {
      name: 'kernel-knows-no-domain',
      comment: 'What every domain shares can depend on none of them.',
      severity: 'error',
      from: { path: '^packages/core/src/kernel/' },
      to: { path: '^packages/core/src/', pathNot: '^packages/core/src/kernel/' },
    },
    {
      name: 'a-domain-knows-identity-alone',
      comment: 'Domains do not know each other; all of them may know who acts.',
      severity: 'error',
      from: { path: '^packages/core/src/(media|bucketlist|casting|instagram|hackathon|push)/' },
      to: {
        path: '^packages/core/src/(media|bucketlist|casting|instagram|hackathon)/',
        pathNot: '^packages/core/src/$1/',
      },
    },
    {
      name: 'adapters-enter-the-core-by-its-door',
      comment: 'What is not exported may change at any time.',
      severity: 'error',
      from: { path: '^packages/adapters-' },
      to: { path: '^packages/core/src/', pathNot: '^packages/core/src/(index|memory/index|contracts/index)[.]ts$' },
    },
    {
      name: 'no-adapter-knows-another',
      comment: 'The server loads adapters by name; every adapter can be left out or replaced.',
      severity: 'error',
      from: { path: '^packages/(adapters-[^/]+)/src' },
      to: { path: '^packages/adapters-', pathNot: '^packages/$1/' },
    },
    {
      name: 'the-container-stays-in-the-composition-root',
      comment: 'A handler or a repository that asks a container for things hides what it needs.',
      severity: 'error',
      from: {
        path: '^packages/[^/]+/src',
        pathNot: ['^packages/adapters-http/src/server/', '^packages/adapters-[^/]+/src/(module|adapter|index)[.]ts$'],
      },
      to: { path: 'node_modules/(inversify|reflect-metadata)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'sources-know-no-tests',
      severity: 'error',
      from: { path: '^packages/[^/]+/src' },
      to: { path: '^(packages/[^/]+/test|examples|bench)/' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/dist/' },
    parser: 'swc',
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      conditionNames: ['source', 'import', 'node', 'default', 'types'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.tsx', '.js', '.json'],
    },
  },
};
