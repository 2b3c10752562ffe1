-- One LuaTeX for many letters: it reads what stands above a letter once, and forks for each letter,
-- so that the child goes on with the letter in its own folder. disarm.lua runs this file, and hands
-- over the means; nobody else ever holds them. Behind the fork the child builds its own walls, and
-- lets the means go, before it reads the first word of its letter.
--
-- Standard input is a socket of whole messages. Told is `NUMBER FOLDER`, of a letter; answered are
-- `ready`, and for each letter `NUMBER started PID`, `NUMBER entered ` or `NUMBER failed WHY`, and
-- `NUMBER ended STATUS`.

local ffi, raw, folder_is = ...
local C = ffi.C
ffi.cdef [[
  struct watched { int fd; short events; short revents; };
  struct limit { unsigned long soft; unsigned long hard; };
  int fork(void);
  int getpid(void);
  int getppid(void);
  int waitpid(int, int *, int);
  int poll(struct watched *, unsigned long, int);
  int pipe(int *);
  int dup2(int, int);
  int close(int);
  int open(const char *, int);
  int creat(const char *, unsigned int);
  long read(int, void *, unsigned long);
  long readlink(const char *, char *, unsigned long);
  long write(int, const void *, unsigned long);
  int chdir(const char *);
  int fflush(void *);
  void _exit(int);
  int setrlimit(int, const struct limit *);
  int prctl(int, unsigned long, unsigned long, unsigned long, unsigned long);
  long syscall(long, long, long, long, long);
]]
local READABLE, MOST_FILES = 1, 64
local DEATH_SIGNAL, KILL = 1, 9
local CREATE_RULESET, ADD_RULE, RESTRICT_SELF, BENEATH = 444, 445, 446, 1
local own, parent = raw.currentdir(), C.getpid()

local function must(result, what)
  if result < 0 then error(what, 0) end
  return result
end

-- What a letter may take and reach: written by Python, which knows the numbers of this system.
local limits, walls, reach, path_only, own_rights = {}, {}, {}, 0, 0
for line in raw.lines("walls") do
  local key, first, rest = line:match("^(%S+) (%S+) ?(.*)$")
  if key == "limit" then table.insert(limits, { tonumber(first), tonumber(rest) })
  elseif key == "wall" then table.insert(walls, math.tointeger(tonumber(first)))
  elseif key == "reach" then table.insert(reach, { math.tointeger(tonumber(first)), rest })
  elseif key == "own" then own_rights = math.tointeger(tonumber(first))
  elseif key == "path" then path_only = tonumber(first)
  end
end

local function address(pointer) return tonumber(ffi.cast("intptr_t", pointer)) end

local function enclose(folder)
  if #walls == 0 then return end
  local fields = ffi.new("uint64_t[4]")
  for number, field in ipairs(walls) do fields[number - 1] = field end
  local rules = must(
    C.syscall(CREATE_RULESET, address(ffi.cast("void *", fields)), 8 * #walls, 0, 0), "no walls")
  local function allow(rights, path)
    local file = C.open(path, path_only)
    if file < 0 then return end
    local rule = ffi.new("char[12]", string.pack("=I8i4", rights, file))
    must(C.syscall(ADD_RULE, rules, BENEATH, address(ffi.cast("void *", rule)), 0), "no rule")
    C.close(file)
  end
  for _, one in ipairs(reach) do allow(one[1], one[2]) end
  allow(own_rights, folder)
  must(C.syscall(RESTRICT_SELF, rules, 0, 0, 0), "no restriction")
  C.close(rules)
end

-- TeX goes on writing where it has begun to, but into the files of the letter's folder, which begin
-- as those do that all letters have in common.
local function take_over(folder)
  local count, size = 0, 4096
  local link = ffi.new("char[?]", size)
  for number = 3, MOST_FILES do
    local length = tonumber(C.readlink("/proc/self/fd/" .. number, link, size))
    local path = length > 0 and ffi.string(link, length)
    local name = path and path:sub(1, #own + 1) == own .. "/" and path:sub(#own + 2)
    if name and not name:find("/", 1, true) then
      local file = assert(raw.open(path, "rb"))
      local begun = file:read("a")
      file:close()
      local copy = must(C.creat(folder .. "/" .. name, 384), "no copy")
      while #begun > 0 do
        begun = begun:sub(must(C.write(copy, begun, #begun), "no room") + 1)
      end
      must(C.dup2(copy, number), "no file")
      C.close(copy)
      count = count + 1
    end
  end
  if count < 2 then error("no log and no record", 0) end
end

local function say(...)
  local words = table.concat({ ... }, " ")
  C.write(0, words, #words)
end

local function enter(number, folder)
  must(C.prctl(DEATH_SIGNAL, KILL, 0, 0, 0), "no end")
  if C.getppid() ~= parent then C._exit(1) end
  must(C.chdir(folder), "no folder")
  take_over(folder)
  for _, limit in ipairs(limits) do
    local most = ffi.new("struct limit")
    most.soft, most.hard = limit[2], limit[2] + 1
    C.setrlimit(limit[1], most)
  end
  local null = must(C.open("/dev/null", 2), "no /dev/null")
  C.dup2(null, 1)
  C.dup2(null, 2)
  enclose(folder)
  C.shellenabledp = 0
  folder_is(folder)
  if #walls > 0 and raw.open(own .. "/letter.tex") then error("no wall", 0) end
  if io.popen("true") or os.execute("true") or status.shell_escape ~= 0 then error("no wall", 0) end
  say(number, "entered", "")
  C.dup2(null, 0)
  C.close(null)
end

-- Wait for letters, and return in the child of each.
local function serve()
  local size = 8192
  local told, watched, status_ = ffi.new("char[?]", size), nil, ffi.new("int[1]")
  local children = {}
  say("ready")
  while true do
    watched = ffi.new("struct watched[?]", #children + 1)
    watched[0].fd, watched[0].events = 0, READABLE
    for number, child in ipairs(children) do
      watched[number].fd, watched[number].events = child.pipe, READABLE
    end
    C.poll(watched, #children + 1, -1)
    for index = #children, 1, -1 do
      if watched[index].revents ~= 0 then
        local child = table.remove(children, index)
        C.close(child.pipe)
        C.waitpid(child.pid, status_, 0)
        say(child.number, "ended", status_[0])
      end
    end
    if watched[0].revents ~= 0 then
      local length = tonumber(C.read(0, told, size))
      if length <= 0 then C._exit(0) end
      local number, folder = ffi.string(told, length):match("^(%d+) (.+)$")
      local ends = ffi.new("int[2]")
      must(C.pipe(ends), "no pipe")
      C.fflush(nil)
      local pid = C.fork()
      if pid == 0 then
        C.close(ends[0])
        for _, child in ipairs(children) do C.close(child.pipe) end
        local is_in, why = pcall(enter, number, folder)
        if is_in then return end
        say(number, "failed", why)
        C._exit(1)
      end
      C.close(ends[1])
      if pid < 0 then
        C.close(ends[0])
        say(number, "ended", 256)
      else
        table.insert(children, { pid = pid, pipe = ends[0], number = number })
        say(number, "started", pid)
      end
    end
  end
end

-- What TeX takes for its one file: the lines that letters have in common, and then, in a child, those
-- of its letter that come after them.
local lines = assert(raw.open("letter.tex"))
local count, is_letter = 0, false
local function reader()
  local line = lines:read()
  if line or is_letter then
    count = count + 1
    return line
  end
  lines:close()
  serve()
  is_letter = true
  lines = assert(raw.open("letter.tex"))
  for _ = 1, count do lines:read() end
  ffi, raw, folder_is, C, own, parent, enter, serve, enclose, take_over, say, limits, walls, reach =
    nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil
  return lines:read()
end
raw.register("open_read_file", function()
  raw.register("open_read_file", nil)
  return { reader = reader, close = function() lines:close() end }
end)
