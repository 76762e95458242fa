// What a front end in the browser does to every notebook between opening and saving it: node browser_peer.js IN OUT
const fs = require("fs"), path = require("path");
const [source, target] = process.argv.slice(2);
for (const name of fs.readdirSync(source)) {
    const notebook = JSON.parse(fs.readFileSync(path.join(source, name), "utf8"));
    fs.writeFileSync(path.join(target, name), JSON.stringify(notebook));
}
