package keeper

import (
	"net"
	"net/url"
	"runtime"
	"strconv"
	"strings"
)

// byPort tells the systems where PostgreSQL has no sockets.
const byPort = runtime.GOOS == "windows"

// superuserURL is the address for the child itself, with the password.
func (j job) superuserURL() string {
	return j.databaseURL(url.UserPassword(superuserName, j.Password), "postgres", nil)
}

// ownerURL is the address for Lectern and its users. The password is in a file,
// since a command line is for all to read.
func (j job) ownerURL(passFile string) string {
	return j.databaseURL(url.User(ownerName), databaseName, url.Values{"passfile": {passFile}})
}

func (j job) databaseURL(user *url.Userinfo, database string, more url.Values) string {
	u := url.URL{Scheme: "postgres", User: user, Path: "/" + database}
	query := url.Values{"sslmode": {"disable"}}
	for name, value := range more {
		query[name] = value
	}
	if byPort {
		u.Host = net.JoinHostPort("127.0.0.1", strconv.Itoa(j.Port))
	} else {
		query.Set("host", j.Run)
		query.Set("port", strconv.Itoa(j.Port))
	}
	u.RawQuery = strings.ReplaceAll(query.Encode(), "+", "%20") // libpq knows no other space
	return u.String()
}
