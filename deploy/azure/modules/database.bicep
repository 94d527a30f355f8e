@description('Start of every name.')
param name string

@description('Where it is made.')
param location string

@description('Subnet delegated to the server.')
param subnetId string

@description('Private DNS zone of the server.')
param dnsZoneId string

@description('Vault that gets the address.')
param vaultName string

@description('Name of the owner.')
param owner string

@description('Password of the owner.')
@secure()
param ownerPassword string

@description('Size of the server.')
param sku { name: string, tier: 'Burstable' | 'GeneralPurpose' | 'MemoryOptimized' }

@description('Disabled, SameZone or ZoneRedundant.')
param highAvailability string

@description('Days into the past that it can be restored to.')
param backupRetentionDays int

@description('Keep backups in the paired region too.')
param geoRedundantBackup bool

@description('Tags of everything.')
param tags object

var databaseName = 'jml_bridge'

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' existing = {
  name: vaultName
}

resource server 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' = {
  name: '${name}-${uniqueString(resourceGroup().id)}'
  location: location
  tags: tags
  sku: {
    name: sku.name
    tier: sku.tier
  }
  properties: {
    version: '16'
    administratorLogin: owner
    administratorLoginPassword: ownerPassword
    authConfig: {
      activeDirectoryAuth: 'Disabled'
      passwordAuth: 'Enabled'
    }
    storage: {
      storageSizeGB: 32
      autoGrow: 'Enabled'
    }
    backup: {
      backupRetentionDays: backupRetentionDays
      geoRedundantBackup: geoRedundantBackup ? 'Enabled' : 'Disabled'
    }
    highAvailability: {
      mode: highAvailability
    }
    network: {
      delegatedSubnetResourceId: subnetId
      privateDnsZoneArmResourceId: dnsZoneId
    }
  }

  resource database 'databases' = {
    name: databaseName
    properties: {
      charset: 'UTF8'
      collation: 'en_US.utf8'
    }
  }
}

resource ownerUrl 'Microsoft.KeyVault/vaults/secrets@2024-11-01' = {
  parent: vault
  name: '${name}-database-owner-url'
  properties: {
    contentType: 'text/plain'
    value: 'postgres://${owner}:${uriComponent(ownerPassword)}@${server.properties.fullyQualifiedDomainName}:5432/${databaseName}?sslmode=verify-full'
  }
}

@description('Name of the secret with the address of the owner.')
output ownerUrlSecret string = ownerUrl.name

@description('Where it answers, inside the network.')
output host string = server.properties.fullyQualifiedDomainName
