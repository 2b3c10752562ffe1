-- A Pandoc that stays up and answers: starting one takes longer than a letter does.
-- Each line of the standard input is a request in JSON, each line of the standard output its
-- answer. Nothing is kept of a request but the template.

local compiled = {}

local function template(path)
  if not compiled[path] then
    local file <close> = assert(io.open(path, "rb"))
    compiled[path] = pandoc.template.compile(file:read("a"), path)
  end
  return compiled[path]
end

local function convert(asked)
  -- An empty table of files: the text of a letter opens none.
  local doc = pandoc.read(asked.text, asked.reader, {}, {})
  local wrap = "wrap-" .. (asked.wrap or "preserve")
  local options = {wrap_text = wrap, columns = asked.columns, highlight_method = "none"}
  if asked.template then
    options.template = template(asked.template)
    options.variables = asked.variables
  end
  return pandoc.write(doc, asked.writer, options)
end

local function answer(line)
  local log, succeeded, result = pandoc.log.silence(pcall, convert, pandoc.json.decode(line, false))
  if succeeded then
    return {output = result, log = log}
  end
  return {failure = tostring(result)}
end

for line in io.lines() do
  io.write(pandoc.json.encode(answer(line)), "\n")
  io.flush()
end
