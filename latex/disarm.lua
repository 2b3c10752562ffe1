-- Takes from Lua, before anything else runs, what a letter has no business with. LuaTeX runs this
-- file first (`--lua`), so nobody holds a function from before. What TeX and its fonts need stays:
-- finding and reading files of the TeX distribution, of the font folders, and of the letter's own
-- folder, which is also the only one that can be written to.
--
-- The folders of the distribution and of the fonts come in the environment, as COVERPRESS_READS.

local raw = {
  chunk = loadfile, load = load, open = io.open, lines = io.lines,
  remove = os.remove, rename = os.rename, currentdir = lfs.currentdir, register = callback.register,
}
-- Only a LuaTeX that forks for letters has it, and is told so (warm.lua).
local warm = os.getenv("COVERPRESS_WARM")
local has_ffi, ffi = pcall(require, warm and "ffi" or "")
if not has_ffi then
  ffi = nil
  if warm then
    raw.open("letter.log", "w"):write("! This LuaTeX has no ffi.\n")
    os.exit(1)
  end
end
if ffi then
  -- LuaTeX's own start empties the table itself.
  ffi = { C = ffi.C, cast = ffi.cast, cdef = ffi.cdef, new = ffi.new, string = ffi.string }
  ffi.cdef "extern int shellenabledp;"
  ffi.C.shellenabledp = 0
end
-- A letter may put other functions in the place of these; what follows keeps its own.
local type, tostring, pairs, ipairs = type, tostring, pairs, ipairs
local error, assert, select, getmetatable = error, assert, select, getmetatable
local find, sub, lower = string.find, string.sub, string.lower
local gsub, gmatch = string.gsub, string.gmatch
local insert, concat = table.insert, table.concat
local is_windows = os.type == "windows"

-- Which files ------------------------------------------------------------------------------------

-- The path of `name` from the root, or nil where it goes up: no file that TeX needs is named so.
local function absolute(name)
  if type(name) ~= "string" or find(name, "\0", 1, true) then return nil end
  local path = is_windows and gsub(name, "\\", "/") or name
  if not find(path, is_windows and "^%a:/" or "^/") then path = raw.currentdir() .. "/" .. path end
  if is_windows then path = lower(gsub(path, "\\", "/")) end
  local parts = {}
  for part in gmatch(path, "[^/]+") do
    if part == ".." then return nil end
    if part ~= "." then insert(parts, part) end
  end
  return "/" .. concat(parts, "/")
end

local own = absolute(raw.currentdir())
local reads = { own }
local listed = os.getenv("COVERPRESS_READS") or ""
for folder in gmatch(listed, is_windows and "[^;]+" or "[^:]+") do
  insert(reads, absolute(folder))
end

local function below(folders, name)
  local path = absolute(name)
  if not path then return false end
  for _, folder in ipairs(folders) do
    if path == folder or sub(path, 1, #folder + 1) == folder .. "/" then return true end
  end
  return false
end
local function readable(name) return below(reads, name) end
local function writable(name) return below({ own }, name) end
-- That a folder is there, which has a readable one in it, is no secret: paths are resolved by it.
local function visible(name)
  local path = absolute(name)
  if not path or readable(name) then return path ~= nil end
  for _, folder in ipairs(reads) do
    if path == "/" or sub(folder, 1, #path + 1) == path .. "/" then return true end
  end
  return false
end

local function refuse(name) return nil, tostring(name) .. ": Permission denied", 13 end

-- `action` where `may` says yes of its first argument; else Lua's own way to say no.
local function only(may, action)
  return action and function(name, ...)
    if not may(name) then return refuse(name) end
    return action(name, ...)
  end
end

-- `library` with nothing in it but what `kept` has: `true` for what is harmless, or a function.
local function keep(library, kept)
  for name in pairs(library) do
    if not kept[name] then library[name] = nil end
  end
  for name, action in pairs(kept) do
    if action ~= true then library[name] = action end
  end
end

-- Files ------------------------------------------------------------------------------------------

local function opener(open)
  return function(name, mode)
    if type(mode) ~= "string" then mode = "r" end
    local may = find(mode, "[wa+]") and writable or readable
    if not may(name) then return refuse(name) end
    return open(name, mode)
  end
end
keep(io, {
  open = opener(raw.open), close = true, read = true, write = true, flush = true, type = true,
  stdin = true, stdout = true, stderr = true, popen = refuse,
  lines = function(name, ...)
    if not readable(name) then error(select(2, refuse(name)), 2) end
    return raw.lines(name, ...)
  end,
})
keep(os, {
  clock = true, date = true, difftime = true, time = true, times = true, gettimeofday = true,
  getenv = true, exit = true, setlocale = true, type = true, name = true, uname = true,
  selfdir = true, sleep = true, execute = refuse, kpsepopen = refuse,
  remove = only(writable, raw.remove),
  rename = function(from, to)
    if not (writable(from) and writable(to)) then return refuse(from) end
    return raw.rename(from, to)
  end,
})
local dir = lfs.dir
keep(lfs, {
  currentdir = true,
  attributes = only(visible, lfs.attributes),
  symlinkattributes = only(visible, lfs.symlinkattributes),
  readlink = only(visible, lfs.readlink),
  isdir = only(visible, lfs.isdir),
  isfile = only(readable, lfs.isfile),
  chdir = only(readable, lfs.chdir),
  dir = function(name)
    if not readable(name) then error(select(2, refuse(name)), 2) end
    return dir(name)
  end,
  mkdir = only(writable, lfs.mkdir),
  rmdir = only(writable, lfs.rmdir),
  touch = only(writable, lfs.touch),
})
local find_file, lookup = kpse.find_file, kpse.lookup
-- A file that was found is as good as none where it may not be read.
local function found(name, ...)
  if name ~= nil and not readable(name) then return nil end
  return name, ...
end
keep(kpse, {
  set_program_name = true, init_prog = true, default_texmfcnf = true, version = true,
  expand_braces = true, expand_path = true, expand_var = true, show_path = true, var_value = true,
  record_input_file = true, record_output_file = true,
  in_name_ok = true, out_name_ok = true, in_name_ok_silent_extended = true,
  out_name_ok_silent_extended = true,
  readable_file = only(readable, kpse.readable_file),
  find_file = function(...) return found(find_file(...)) end,
  lookup = function(...) return found(lookup(...)) end,
})
gzip.open, gzip.lines = opener(gzip.open), nil
pdfe.open = only(readable, pdfe.open)
fontloader.open, fontloader.info = only(readable, fontloader.open), only(readable, fontloader.info)
luaharfbuzz.Face.new = only(readable, luaharfbuzz.Face.new)
luaharfbuzz.Blob.new_from_file = only(readable, luaharfbuzz.Blob.new_from_file)
-- These two open what they are told to as they please.
for _, name in ipairs { "obj", "immediateobj" } do
  local make = pdf[name]
  pdf[name] = function(...)
    for number = 1, select("#", ...) do
      local word = select(number, ...)
      local is_file = word == "file" or word == "streamfile"
      if type(word) == "table" then is_file = word.file or getmetatable(word) ~= nil end
      if is_file then error("no file may be embedded", 2) end
    end
    return make(...)
  end
end

-- Programs ---------------------------------------------------------------------------------------

-- Compiled code can do what Lua cannot: it is taken from the distribution and the font cache, and
-- from Lua's own compiler.
local compiled = {}
local dump = string.dump
function string.dump(...)
  local code = dump(...)
  compiled[code] = true
  return code
end
function load(chunk, name, mode, ...)
  if not compiled[chunk] then mode = "t" end
  return raw.load(chunk, name, mode, ...)
end
loadstring = load
function loadfile(name, mode, ...)
  if not readable(name) then return refuse(name) end
  if writable(name) then mode = "t" end
  return raw.chunk(name, mode, ...)
end
function dofile(name) return assert(loadfile(name))() end
package.loadlib, package.cpath = nil, ""
for _, name in ipairs { "zip", "socket", "socket.core", "mime", "mime.core", "ltn12", "mplib" } do
  _G[name], package.loaded[name], package.preload[name] = nil, nil, nil
end
-- What is left of `debug` shows where an error was, and reaches into no function, but for the one
-- in which older versions of lua-ul look for our own `callback.register`.
local getinfo, getupvalue = debug.getinfo, debug.getupvalue
keep(debug, {
  traceback = true,
  getinfo = function(level, what)
    if type(level) == "number" then level = level + 1 end
    local told = getinfo(level, what or "nSlut")
    if told then told.func = nil end
    return told
  end,
  getupvalue = function(action, number)
    if action == luatexbase.disable_callback then return getupvalue(action, number) end
  end,
})

-- LuaTeX's own start comes after this file, and puts back what it takes to be missing. It is over
-- when TeX asks for its first file.
local function finish()
  package.loaded.ffi, package.preload.ffi, _G.ffi = nil, nil, nil
  package.searchers = {
    package.searchers[1],
    function(name)
      local path = kpse.find_file(name, "lua")
      return path and assert(loadfile(path)) or "not found: " .. name, path
    end,
  }
end

-- What TeX itself opens --------------------------------------------------------------------------

local function finder(...)
  local formats = { ... }
  return function(name)
    for _, format in ipairs(formats) do
      local path = find_file(name, format)
      if path then return path end
    end
  end
end
local finds = {
  find_image_file = finder("tex"),
  find_opentype_file = finder("opentype fonts", "truetype fonts"),
  find_truetype_file = finder("truetype fonts"),
  find_type1_file = finder("type1 fonts"),
  find_enc_file = finder("enc files"),
  find_map_file = finder("map"),
  find_cidmap_file = finder("cid maps"),
}
local find_tex, is_started = finder("tex"), false
function finds.find_read_file(_, name)
  if not is_started then
    is_started = true
    finish()
  end
  return find_tex(name)
end
function finds.find_write_file(_, name) return name end
function finds.find_output_file(name) return name end
local is_output = { find_write_file = true, find_output_file = true }

-- What is embedded is read here: for it, LuaTeX asks nobody where it lies.
raw.register("read_data_file", function(name)
  local path = find_tex(name)
  local file = path and readable(path) and raw.open(path, "rb")
  if not file then return false, "", 0 end
  local data = file:read("a")
  file:close()
  return true, data, #data
end)

-- Whoever finds a file, ours or a package's function, is asked where it lies.
function callback.register(name, find, ...)
  if name == "read_data_file" then return nil, "not for a letter" end
  if not finds[name] then return raw.register(name, find, ...) end
  local may = is_output[name] and writable or readable
  find = find or finds[name]
  return raw.register(name, function(...)
    local path = find(...)
    return path and may(path) and path or nil
  end)
end
for name in pairs(finds) do callback.register(name, nil) end

-- Many letters -----------------------------------------------------------------------------------

if ffi then
  local function folder_is(folder)
    own = absolute(folder)
    reads[1] = own
  end
  assert(raw.chunk(warm))(ffi, raw, folder_is)
  ffi = nil
end
