#!/usr/bin/env node
'use strict';

// This file runs on any Node from 12 on, so that an old one is told what to do instead of failing at some syntax.

var NEEDED = [22, 17];

var version = process.versions.node.split('.').map(Number);
var isOld = version[0] < NEEDED[0] || (version[0] === NEEDED[0] && version[1] < NEEDED[1]);

if (isOld) {
  process.stderr.write(
    'quintet: Node ' +
      NEEDED.join('.') +
      ' or later is needed, and this is ' +
      process.versions.node +
      '. In the repository, "npx -y pnpm@12 start" brings its own; elsewhere, install a newer one.\n',
  );
  process.exitCode = 2;
} else {
  start();
}

function start() {
  var nodeModule = require('node:module');
  var path = require('node:path');

  // What was compiled once, type stripping included, need not be compiled at the next start.
  nodeModule.enableCompileCache();

  // A published package runs what was built, because Node strips no types under node_modules; the repository runs
  // its sources, and so do the packages beside this one.
  var isPublished = __dirname.split(path.sep).indexOf('node_modules') !== -1;
  if (!isPublished) {
    nodeModule.registerHooks({
      resolve: function (specifier, context, nextResolve) {
        if (context.conditions.indexOf('source') !== -1) return nextResolve(specifier, context);
        return nextResolve(
          specifier,
          Object.assign({}, context, { conditions: ['source'].concat(Array.from(context.conditions)) }),
        );
      },
    });
  }

  import(isPublished ? '../dist/server/command-line/main.js' : '../src/server/command-line/main.ts').then(
    function (commandLine) {
      return commandLine.main(process.argv.slice(2));
    },
  );
}
