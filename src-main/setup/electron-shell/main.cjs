'use strict';

/**
 * Starts the application whose folder is the first argument, as Electron's own start-up program does. The registry's
 * Electron comes without that program; with this one in `resources/app`, `electron <folder>` works on it as well.
 */
const { app } = require('electron');
const fs = require('node:fs');
const path = require('node:path');

const argument = process.argv.slice(1).find((text) => !text.startsWith('-'));

function start() {
  if (!argument) throw new Error('Usage: electron <folder of an application> [arguments]');
  const folder = path.resolve(argument);
  const description = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
  app.setName(description.productName || description.name);
  if (description.version) app.setVersion(description.version);
  app.setAppPath(folder);
  require(path.join(folder, description.main || 'index.js'));
}

try {
  start();
} catch (error) {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
}
