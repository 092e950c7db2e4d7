// Starts `holdfast lsp` and hands everything else to the client of the protocol: no verdict is made here.

import { homedir } from "node:os";
import * as path from "node:path";
import { commands, type ExtensionContext, env, type LogOutputChannel, Uri, window, workspace } from "vscode";
import { LanguageClient, type LanguageClientOptions, type ServerOptions } from "vscode-languageclient/node";

const INSTALL = "pip install 'holdfast[lsp]'";
const PAGE = "https://holdfast-docs.github.io/docs/editors/";

let client: LanguageClient | undefined;
let output: LogOutputChannel;

/** Called by the editor when the first Markdown file is opened. */
export async function activate(context: ExtensionContext): Promise<void> {
  output = window.createOutputChannel("Holdfast", { log: true });
  context.subscriptions.push(
    output,
    commands.registerCommand("holdfast.restart", restart),
    commands.registerCommand("holdfast.output", () => output.show(true)),
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("holdfast.path") || event.affectsConfiguration("holdfast.diagnostics")) {
        void restart();
      }
    }),
    workspace.onDidGrantWorkspaceTrust(restart),
  );
  await start();
}

/** Called by the editor when it ends or the extension is turned off. */
export async function deactivate(): Promise<void> {
  await stop();
}

async function restart(): Promise<void> {
  await stop();
  await start();
}

async function stop(): Promise<void> {
  const running = client;
  client = undefined;
  await running?.dispose();
}

async function start(): Promise<void> {
  const settings = workspace.getConfiguration("holdfast");
  const command = program(settings.get("path", "holdfast"));
  const server: ServerOptions = { command, args: ["lsp"] };
  const options: LanguageClientOptions = {
    documentSelector: [
      { scheme: "file", language: "markdown" },
      { scheme: "untitled", language: "markdown" },
    ],
    initializationOptions: { diagnostics: settings.get("diagnostics", "open") },
    outputChannel: output,
  };
  const starting = new LanguageClient("holdfast", "Holdfast", server, options);
  client = starting;
  try {
    await starting.start();
  } catch (error) {
    // The client has written down what happened; what helps is the command that installs the server.
    if (client === starting) {
      client = undefined;
    }
    await explain(command, error);
  }
}

/** Return the program to start, with the few names in it that people expect to be filled in. */
function program(setting: string): string {
  const folder = workspace.workspaceFolders?.[0]?.uri.fsPath ?? "";
  const named = setting.trim().replaceAll("${workspaceFolder}", folder) || "holdfast";
  return named.startsWith("~/") ? path.join(homedir(), named.slice(2)) : named;
}

async function explain(command: string, error: unknown): Promise<void> {
  output.error(`${command} lsp: ${error instanceof Error ? error.message : String(error)}`);
  const copy = "Copy the Command";
  const settings = "Open the Settings";
  const help = "Help";
  const chosen = await window.showErrorMessage(
    `Holdfast: "${command} lsp" could not be started. Install it with ${INSTALL}, or say in the settings where it is.`,
    copy,
    settings,
    help,
  );
  if (chosen === copy) {
    await env.clipboard.writeText(INSTALL);
  } else if (chosen === settings) {
    await commands.executeCommand("workbench.action.openSettings", "holdfast.path");
  } else if (chosen === help) {
    await env.openExternal(Uri.parse(PAGE));
  }
}
